"""The tables as they are in the first version."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="WebhookCall",
            fields=[
                ("key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                (
                    "stored_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageStatus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.CharField(max_length=64)),
                ("channel", models.CharField(max_length=64)),
                ("status", models.CharField(max_length=64)),
                ("final", models.BooleanField()),
                (
                    "changed_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message_id", "channel"), name="turbosms_message_and_channel"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence_id", models.CharField(max_length=32, unique=True)),
                ("content", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sent", "Sent"),
                            ("refused", "Refused"),
                            ("expired", "Expired"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("failures", models.PositiveIntegerField(default=0)),
                (
                    "created_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now),
                ),
                ("try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("result", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["state", "try_at"], name="turbosms_outbox_due")],
            },
        ),
        migrations.CreateModel(
            name="WaitingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=255)),
                ("content", models.TextField()),
                ("failures", models.PositiveIntegerField(default=0)),
                ("try_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "id"], name="turbosms_event_subject"),
                    models.Index(fields=["failures", "id"], name="turbosms_event_order"),
                ],
            },
        ),
    ]
