"""Values that several bodies have."""

from typing import Annotated

from pydantic import Field

Pin = Annotated[str, Field(pattern=r"^[0-9]{4}$", description="利用者証明用電子証明書の暗証番号: 4 digits.")]
