"""Stand-ins for systems out of reach; started by the development server and the tests only."""
