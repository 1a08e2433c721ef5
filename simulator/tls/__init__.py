"""TLS of `onshi up --tls`: a CA of the simulator's own, and certificates for itself and for its institutions."""
