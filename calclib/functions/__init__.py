"""What is differentiated and walked: a Function, minibatches of one, landscapes."""
