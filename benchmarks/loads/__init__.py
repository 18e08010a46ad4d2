"""What servers are asked to do. Each load gives one part of the results."""
