"""Logs of a production site: one JSON object a line, which tools can search without knowing how we write.

`granian_logs.json`, beside this module, has the app server write its own lines the same way.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from config.request_id import following

LONGEST_PATH = 300
OF_A_RESPONSE = ("page", "status", "milliseconds")
"""What the line said of each response has more (config/watching.py)."""


class JsonLines(logging.Formatter):
    """Time, level, logger and message; of what is said while a request is answered, its name and path too.

    The filter before it (config/privacy.py) has taken out what may be an answer.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if followed := following.get():
            line |= {"request": followed.id, "method": followed.method, "path": followed.path[:LONGEST_PATH]}
        line |= {name: record.__dict__[name] for name in OF_A_RESPONSE if name in record.__dict__}
        if "status" not in line and "status_code" in record.__dict__:  # as Django calls it
            line["status"] = record.__dict__["status_code"]
        if record.exc_info and record.exc_info[0]:
            line["exception"] = f"{record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}"
            line["stack"] = self.formatException(record.exc_info)
        elif record.exc_text:  # left by the filter
            line["exception"] = record.__dict__.get("exception", "")
            line["stack"] = record.exc_text
        return json.dumps(line, default=str)
