"""What several lessons on learning share: data sets, layers in one vector, the loss of scores."""
