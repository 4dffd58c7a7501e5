"""What runs beside the bot: the proxy's, Prometheus' and Grafana's configuration, and the container's health check."""
