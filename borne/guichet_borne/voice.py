"""French aloud without a network: espeak-ng, a sentence at a time, from its standard input to memory."""

import asyncio
import base64
import io
import wave

PROGRAM = ("espeak-ng", "-v", "fr", "-s", "150", "--stdin", "--stdout")
LONGEST = 1000  # characters of one sentence
SECONDS = 10


class Voiceless(Exception):
    """The program is missing or did not speak."""


async def say(text: str) -> str:
    """A WAV as a `data:` address. The text never passes through a shell, a file or the list of processes."""
    try:
        process = await asyncio.create_subprocess_exec(
            *PROGRAM,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError as error:
        raise Voiceless(str(error)) from error
    try:
        async with asyncio.timeout(SECONDS):
            raw, _ = await process.communicate(text[:LONGEST].encode())
    except TimeoutError as error:
        raise Voiceless("no answer") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or len(raw) <= 44:
        raise Voiceless(str(process.returncode))
    return f"data:audio/wav;base64,{base64.b64encode(_with_true_length(raw)).decode()}"


def _with_true_length(raw: bytes) -> bytes:
    """What comes through a pipe announces a length of two gigabytes, and a page would wait for its end."""
    written = io.BytesIO()
    with wave.open(io.BytesIO(raw)) as read, wave.open(written, "wb") as sound:
        sound.setnchannels(read.getnchannels())
        sound.setsampwidth(read.getsampwidth())
        sound.setframerate(read.getframerate())
        sound.writeframes(raw[44:])
    return written.getvalue()
