"""What a person sees of the results of a command. Nothing but the command line imports it."""
