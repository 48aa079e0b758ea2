"""How long nobody has touched the screen, asked of the X server: true over any page, a hung one too."""

import ctypes


class NoScreen(Exception):
    """The X server does not answer, or a library is missing."""


class _Info(ctypes.Structure):
    _fields_ = (
        ("window", ctypes.c_ulong),
        ("state", ctypes.c_int),
        ("kind", ctypes.c_int),
        ("since", ctypes.c_ulong),
        ("idle", ctypes.c_ulong),
        ("mask", ctypes.c_ulong),
    )


class Screen:
    """A connection to the X server. Raises `NoScreen` when there is none."""

    def __init__(self, display: str) -> None:
        try:
            self._x, self._saver = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXss.so.1")
        except OSError as error:
            raise NoScreen(str(error)) from error
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        opened = self._x.XOpenDisplay(display.encode())
        if not opened:
            raise NoScreen(display)
        self._display: ctypes.c_void_p | None = ctypes.c_void_p(opened)
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        self._info = _Info()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        number = self._x.XDefaultScreen(self._display)
        return self._x.XDisplayWidth(self._display, number), self._x.XDisplayHeight(self._display, number)

    def idle_seconds(self) -> float:
        self._saver.XScreenSaverQueryInfo(self._display, self._root, ctypes.byref(self._info))
        return float(self._info.idle) / 1000

    def has_window_manager(self) -> bool:
        """Whoever holds `_NET_SUPPORTING_WM_CHECK` places the windows, and a site could cover the bar."""
        name = self._x.XInternAtom(self._display, b"_NET_SUPPORTING_WM_CHECK", 1)
        if not name:
            return False
        kind, form = ctypes.c_ulong(), ctypes.c_int()
        count, rest, value = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p()
        self._x.XGetWindowProperty(
            self._display, self._root, ctypes.c_ulong(name), ctypes.c_long(0), ctypes.c_long(1), 0, ctypes.c_ulong(0),
            ctypes.byref(kind), ctypes.byref(form), ctypes.byref(count), ctypes.byref(rest), ctypes.byref(value),
        )  # fmt: skip
        if value.value:
            self._x.XFree(value)
        return count.value > 0

    def close(self) -> None:
        if self._display is not None:
            self._x.XCloseDisplay(self._display)
            self._display = None
