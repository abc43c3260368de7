"""Adapt each rate: AdaGrad, RMSprop, Adam."""
