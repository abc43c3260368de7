"""Race fairly: which optimizer?"""
