"""The file for `apprise -P`, and for a folder of plugins: loading it registers the plugin."""

from turbosms_apprise import register

register()
