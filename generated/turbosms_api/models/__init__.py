"""Contains all the data models used in inputs/outputs"""

from .balance import Balance
from .balance_response import BalanceResponse
from .chat_message import ChatMessage
from .chat_messages_request import ChatMessagesRequest
from .chat_messages_response import ChatMessagesResponse
from .chat_recipient import ChatRecipient
from .chat_recipients_request import ChatRecipientsRequest
from .chat_recipients_response import ChatRecipientsResponse
from .chat_send_request import ChatSendRequest
from .chat_send_response import ChatSendResponse
from .chat_send_result import ChatSendResult
from .chat_sender import ChatSender
from .chat_senders_response import ChatSendersResponse
from .chat_session import ChatSession
from .chat_sessions_request import ChatSessionsRequest
from .chat_sessions_response import ChatSessionsResponse
from .details_response import DetailsResponse
from .details_row import DetailsRow
from .empty_request import EmptyRequest
from .file_add_request import FileAddRequest
from .file_details_request import FileDetailsRequest
from .file_response import FileResponse
from .flag import Flag
from .message_ids_request import MessageIdsRequest
from .ping_response import PingResponse
from .send_multi_request import SendMultiRequest
from .send_multi_response import SendMultiResponse
from .send_multi_result import SendMultiResult
from .send_request import SendRequest
from .send_response import SendResponse
from .send_row import SendRow
from .sms_details import SmsDetails
from .sms_parameters import SmsParameters
from .status_response import StatusResponse
from .status_row import StatusRow
from .stored_file import StoredFile
from .viber_details import ViberDetails
from .viber_parameters import ViberParameters

__all__ = (
    "Balance",
    "BalanceResponse",
    "ChatMessage",
    "ChatMessagesRequest",
    "ChatMessagesResponse",
    "ChatRecipient",
    "ChatRecipientsRequest",
    "ChatRecipientsResponse",
    "ChatSender",
    "ChatSendersResponse",
    "ChatSendRequest",
    "ChatSendResponse",
    "ChatSendResult",
    "ChatSession",
    "ChatSessionsRequest",
    "ChatSessionsResponse",
    "DetailsResponse",
    "DetailsRow",
    "EmptyRequest",
    "FileAddRequest",
    "FileDetailsRequest",
    "FileResponse",
    "Flag",
    "MessageIdsRequest",
    "PingResponse",
    "SendMultiRequest",
    "SendMultiResponse",
    "SendMultiResult",
    "SendRequest",
    "SendResponse",
    "SendRow",
    "SmsDetails",
    "SmsParameters",
    "StatusResponse",
    "StatusRow",
    "StoredFile",
    "ViberDetails",
    "ViberParameters",
)
