"""How one service reaches another over HTTP."""
