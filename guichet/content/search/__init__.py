"""The search: what each room wants found, an index per body, and the understanding of people's own words."""
