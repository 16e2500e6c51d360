"""Durable bulk sending: from a table of people to who got the message.

    with Campaigns("sqlite:///campaigns.db", token="…") as campaigns:
        sale = campaigns.create(
            "sale", recipients="people.csv", text="Hi {name}", sms=Sms(sender="Shop")
        )
        print(sale.check().ready)
        sale.start()
        campaigns.run(until_idle=True)
        sale.report().to_html("sale.html")

A process may be killed at any moment: another run goes on where it stopped, and nobody gets a
message twice. It needs `pip install 'turbosms-client[campaigns]'`.
"""

import logging

from ._campaign import Campaign
from ._campaigns import Campaigns
from ._model.errors import (
    AudienceError,
    CampaignError,
    CampaignExistsError,
    CampaignNotFoundError,
    DatabaseAddressError,
    DatabaseError,
    InvalidCampaignError,
    RowProblem,
    WorkerError,
    WrongStateError,
)
from ._model.options import CampaignOptions, LimitOptions
from ._model.results import (
    CampaignEvent,
    CancelResult,
    ChannelSample,
    CheckResult,
    CostRange,
    Progress,
    RecipientResult,
    RetryResult,
    Sample,
    Suppression,
)
from ._model.settings import Limits, Window
from ._model.states import CampaignState, ChunkState, PauseReason, RecipientState
from ._report.report import Report
from ._suppressions import Suppressions

__all__ = [
    "AudienceError",
    "Campaign",
    "CampaignError",
    "CampaignEvent",
    "CampaignExistsError",
    "CampaignNotFoundError",
    "CampaignOptions",
    "CampaignState",
    "Campaigns",
    "CancelResult",
    "ChannelSample",
    "CheckResult",
    "ChunkState",
    "CostRange",
    "DatabaseAddressError",
    "DatabaseError",
    "InvalidCampaignError",
    "LimitOptions",
    "Limits",
    "PauseReason",
    "Progress",
    "RecipientResult",
    "RecipientState",
    "Report",
    "RetryResult",
    "RowProblem",
    "Sample",
    "Suppression",
    "Suppressions",
    "Window",
    "WorkerError",
    "WrongStateError",
]

# If the application configures no handler, Python would print warnings to stderr.
logging.getLogger("turbosms_campaigns").addHandler(logging.NullHandler())

# Errors, tracebacks and documentation show public names where applications import them from.
for _name in __all__:
    globals()[_name].__module__ = __name__
