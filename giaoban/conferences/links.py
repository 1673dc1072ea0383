"""Addresses of a conference in the coordinates of its host, for messages and papers."""

from django.urls import reverse

from giaoban.conferences.models import Conference


def at_host(conference: Conference, name: str = "conference", *args: int) -> str:
    """A page of the conference as its host opens it."""
    return reverse(
        f"conferences:{name}", args=[conference.host.code, conference.period, conference.pk, *args]
    )


def for_everybody(conference: Conference) -> str:
    """One address for all who are told of the conference: it leads each to their own side."""
    return reverse("conferences:own", args=[conference.pk])
