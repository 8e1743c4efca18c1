"""The commands of attendance, by theme: arguments in, one service call, one text out."""
