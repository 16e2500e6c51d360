"""Reads the tables of people: CSV however it is written, and workbooks; and makes cells of CSV.

What the command line and campaigns have in common. It is not for applications: its names may change
with any version.
"""
