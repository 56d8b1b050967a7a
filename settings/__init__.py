"""Everything a stack file may say, as typed and frozen pydantic models. Nothing here needs the engine or a cloud."""
