"""Who is signed in: what the browser keeps sealed, and the calls that are made with it."""
