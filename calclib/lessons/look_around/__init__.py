"""Look around: the loss surface of a network, and what a picture of it can and cannot say."""
