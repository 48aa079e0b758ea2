"""The trees of the State's sheets, told as HTML and as lists for any face: addresses are the face's, given to each telling."""
