"""Rule packs: legal parameters as dated data with source and confidence."""
