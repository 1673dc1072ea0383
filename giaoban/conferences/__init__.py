"""Agenda, connection points, attendance, speeches, conclusions that become tasks."""
