import json
import os
from pathlib import Path

import httpx2
from fastmcp import FastMCP

spec = json.loads(Path("spec/openapi-json-view.json").read_text("utf-8"))
# FastMCP gives a tool an argument for each property that has a name. The sends have none of their
# own, so messageSendMulti takes its whole body as one argument.
del spec["components"]["schemas"]["SendMultiRequest"]["properties"]

http = httpx2.AsyncClient(
    base_url=os.environ["TURBOSMS_BASE_URL"],
    headers={"Authorization": f"Bearer {os.environ['TURBOSMS_TOKEN']}"},
    timeout=None,
)
server = FastMCP.from_openapi(spec, http, name="TurboSMS", validate_output=False)

if __name__ == "__main__":
    server.run(show_banner=False)
