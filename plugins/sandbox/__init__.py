"""sandbox: a simulated chat service with a web page. Imports no other plugin; never loaded by `serve`."""
