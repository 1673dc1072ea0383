"""Days and numbers keep the Vietnamese style in both languages, because they are copied into papers."""
