"""What several lessons on learning share: data sets, and the layers of a network in one vector."""
