"""What the night for the first of a month keeps of the desks: what became of their accounts, and what is theirs now."""

from datetime import date, timedelta

from accounts.queries.frauds import frauds_on
from collections_app.results.models import AssignedAccount, AssignedFlow
from collections_app.results.statements import statement
from collections_app.shared import sql

ONE_DAY = timedelta(days=1)


def keep_month(on: date) -> int:
    """Close the month before `on`, the first of one, and open the next; rows written. Done twice, nothing changes.

    The accounts stay with whom they were on the first morning, whoever worked them later: so no bad month is handed
    over on its last day.
    """
    month = (on - ONE_DAY).replace(day=1)
    AssignedFlow.objects.filter(month=month).delete()
    AssignedAccount.objects.filter(month=on).delete()
    sql.run(statement("end_of_month"), {"month": month})
    frauds = frauds_on(on - ONE_DAY).values("card_account")
    AssignedAccount.objects.filter(month=month, card_account__in=frauds).update(to_bucket=None)
    flows = sql.run(statement("assigned_flow"), {"month": month})
    return flows + sql.run(statement("one_team") + statement("assigned_accounts"), {"on": on})
