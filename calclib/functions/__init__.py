"""Functions of a point, of data and of the step: losses, minibatches, landscapes, schedules."""
