"""The portal: where residents stand. A face: addresses, pages, the door of codes; no rule."""
