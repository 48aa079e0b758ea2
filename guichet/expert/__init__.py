"""The partner's desk: a department whose body has no account here treats one case. A face: addresses, pages, the door; no rule."""
