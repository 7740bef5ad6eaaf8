"""`python -m sibmodel` is `sib`."""

from sibmodel.cli import main

main()
