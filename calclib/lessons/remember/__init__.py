"""Remember: recurrent networks, which read one number after another."""
