"""Makes the stories happen: each act through its action, at its own moment, with what follows from it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageDraw

from guichet.accounts.models import Role
from guichet.cases import actions
from guichet.cases.models import Case
from guichet.catalogue.models import Offer
from guichet.communes.models import Body
from guichet.config.demonstration.bodies import Bodies
from guichet.config.demonstration.stories import Act, Story, Verb
from guichet.documents.actions import keep_upload
from guichet.documents.models import StoredFile
from guichet.journal.actions import deliver_all
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.dates import PARIS, is_working_day, now, paris_date, pretending
from guichet.notifications.actions import mark_posted
from guichet.notifications.models import Message

# Letters written before so many working days left the house; the others wait in the tray.
POSTED_AFTER = 3


def happen(stories: Iterable[Story], bodies: Bodies, roles: dict[str, Role]) -> None:
    """Tell the stories in the order in which their requests came: their references follow."""
    for story in sorted(stories, key=lambda story: story.came, reverse=True):
        case = _begin(story, bodies)
        for act in story.acts:
            with _at(act.ago, act.hour):
                _do(act, Case.objects.get(pk=case.pk), roles)
                deliver_all()
    since = datetime.combine(working_day_before(paris_date(now()), POSTED_AFTER), time(), PARIS)
    letters = Message.objects.to_post(bodies.shared).filter(created_at__lt=since)
    mark_posted(letters.values_list("pk", flat=True), body=bodies.shared, by=roles["sophie"].actor)


@contextmanager
def _at(working_days_ago: int, hour: str) -> Iterator[None]:
    """So many working days ago at this hour in Paris; never later than now."""
    day = working_day_before(paris_date(now()), working_days_ago)
    moment = datetime.combine(day, time.fromisoformat(hour), PARIS)
    with pretending(min(moment, now() - timedelta(minutes=2))):
        yield


def working_day_before(day: date, count: int) -> date:
    """The day after which `count` working days lead to `day`."""
    while count > 0:
        count -= is_working_day(day)
        day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _begin(story: Story, bodies: Bodies) -> Case:
    commune = bodies.anor if story.commune == "anor" else bodies.fourmies
    offer = (
        Offer.objects.shown_on(commune).select_related("department", "procedure").get(procedure__slug=story.procedure)
    )
    resident = _resident(commune)
    answers = {"postcode": commune.postcode, "city": commune.city} | story.answers
    with _at(story.came, story.hour):
        case = actions.start_draft(
            offer.case_type,
            commune=commune,
            department=offer.department,
            procedure=story.procedure,
            answers={},
            by=resident,
        )
        actions.save_step(case, answers, by=resident)
        if story.photo:
            actions.attach_file(case, _photo(story.photo, commune, resident), question="photo", by=resident)
        if not story.unfinished:
            case = actions.submit(case, by=resident)
            Case.objects.filter(pk=case.pk).update(created_at=now())  # Django's own clock wrote this one
        deliver_all()
    return case


def _do(act: Act, case: Case, roles: dict[str, Role]) -> None:
    if act.who == "":
        resident = _resident(case.commune)
        files = [_photo(act.photo, case.commune, resident)] if act.photo else []
        actions.answer_as_resident(case, act.text, files, by=resident)
        return
    role = roles[act.who]
    by, seen = role.actor, case.version
    actions.note_reading(case, by=by)
    match act.verb:
        case Verb.TAKE:
            actions.take(case, seen_version=seen, by=by)
        case Verb.NOTE:
            actions.write_note(case, act.text, by=by)
        case Verb.WRITE:
            actions.write_message(case, act.text, seen_version=seen, by=by)
        case Verb.ASK:
            actions.ask_for_paper(case, act.text, seen_version=seen, by=by)
        case Verb.HAND_OVER:
            colleague = roles[act.to]
            assert colleague.department is not None, "a case is handed over to a department"
            actions.hand_over(case, department=colleague.department, colleague=None, seen_version=seen, by=by)
        case Verb.TRANSMIT:
            receiver = roles[act.to]
            assert receiver.department is not None, "a case is sent to a department"
            actions.transmit(case, department=receiver.department, text=act.text, seen_version=seen, by=by)
        case Verb.DECIDE:
            actions.decide(case, outcome=act.outcome, text=act.text, seen_version=seen, by=by)
        case Verb.REOPEN:
            actions.reopen(case, text=act.text, seen_version=seen, by=by)


def _resident(commune: Body) -> Actor:
    return Actor(ActorKind.RESIDENT, None, commune.pk)


def _photo(name: str, commune: Body, by: Actor) -> StoredFile:
    """A drawn bin, as a resident would have photographed hers."""
    picture = Image.new("RGB", (900, 1200), "#c9d3cb")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 860, 900, 1200), fill="#8d8a83")
    pen.rectangle((0, 0, 900, 300), fill="#b9c9d6")
    pen.polygon([(250, 420), (650, 420), (610, 1020), (290, 1020)], fill="#4b5358")
    pen.polygon([(225, 380), (690, 330), (700, 385), (230, 430)], fill="#2f7d4f")
    pen.line([(420, 372), (455, 412), (440, 428)], fill="#1d1f21", width=9)
    for left in (285, 545):
        pen.ellipse((left, 985, left + 75, 1060), fill="#1d1f21")
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=80)
    upload = UploadedFile(kept, name=name, size=kept.tell())
    return keep_upload(upload, name=name, body=commune, by=by)
