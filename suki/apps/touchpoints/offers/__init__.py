"""Offers: what a client may buy beside what they buy, because others who buy the same also buy it."""
