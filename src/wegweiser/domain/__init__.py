"""The words of the field, frozen: each module is the door to one concept (ADR-0003)."""
