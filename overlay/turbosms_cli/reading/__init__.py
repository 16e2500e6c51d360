"""Where recipients, message ids and texts come from: files, tables, workbooks, stdin."""
