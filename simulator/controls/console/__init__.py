"""The console: what the controls do, as pages with forms. It says everything to the rooms that the API's routes use."""
