"""What people do with funds, awards, payments and claims."""
