"""Institutions, people and their mandates: who may do what, and in which capacity it is done."""
