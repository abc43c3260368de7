"""Pass slopes back: the chain rule and backpropagation."""
