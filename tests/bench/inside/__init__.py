"""What the bench does with the models themselves, in a process of the measured data folder."""
