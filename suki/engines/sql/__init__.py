"""The money rules as SELECTs that PostgreSQL, DuckDB and Spark run unchanged."""
