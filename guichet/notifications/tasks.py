from datetime import UTC, date, datetime, time

from guichet.journal.chores import nightly
from guichet.notifications.actions import send_daily_news, try_again


@nightly
def send_news_of_the_day(_day: date) -> int:
    return send_daily_news()


@nightly
def try_again_what_waits(day: date) -> int:
    return try_again(datetime.combine(day, time(), UTC))
