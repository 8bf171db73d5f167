"""`python -m cper.demo`, and `python -m cper.demo stop`."""

from cper.demo.launch import main

main()
