"""The colours of the studio: tokens for dark and light."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Palette:
    """Every colour token, as #RRGGBB; `dim` is #AARRGGBB."""

    dark: bool
    well: str
    canvas: str
    window: str
    panel: str
    raised: str
    hover: str
    pressed: str
    hairline: str
    edge: str
    grid: str
    text: str
    text2: str
    text3: str
    text4: str
    accent: str
    accent_fill: str
    accent_hover: str
    accent_pressed: str
    accent_tint: str
    on_accent: str
    focus: str
    ok: str
    ok_tint: str
    warn: str
    warn_tint: str
    error: str
    error_tint: str
    generator: str
    generator_tint: str
    critic: str
    critic_tint: str
    real: str
    iso_line: str
    dim: str
    categorical: tuple[str, ...]

    def stronger(self) -> "Palette":
        """Control borders above 3:1, for people who need them."""
        return replace(self, edge="#7A848E" if self.dark else "#7B858F")


DARK = Palette(
    dark=True,
    well="#0E1113",
    canvas="#0E1113",
    window="#14171A",
    panel="#1A1E22",
    raised="#23282D",
    hover="#2C3238",
    pressed="#373F47",
    hairline="#2B3137",
    edge="#454E57",
    grid="#20252A",
    text="#ECEEF0",
    text2="#B4BBC3",
    text3="#929BA5",
    text4="#626B75",
    accent="#A99CFF",
    accent_fill="#6E5DE8",
    accent_hover="#6250DC",
    accent_pressed="#5443C4",
    accent_tint="#2A2845",
    on_accent="#FFFFFF",
    focus="#BDB3FF",
    ok="#5CC98A",
    ok_tint="#16291F",
    warn="#F2C94C",
    warn_tint="#2C2716",
    error="#FF8178",
    error_tint="#331D1C",
    generator="#FF9E47",
    generator_tint="#33261A",
    critic="#52AEFF",
    critic_tint="#172B3D",
    real="#ECEEF0",
    iso_line="#78B4EB",
    dim="#9E080A0C",
    categorical=(
        "#80C6FE",
        "#ED90AA",
        "#64FED3",
        "#D4530D",
        "#6183F9",
        "#92B82D",
        "#FEDA56",
        "#787E7E",
    ),
)

LIGHT = Palette(
    dark=False,
    well="#FFFFFF",
    canvas="#CFD4D9",
    window="#E6E8EB",
    panel="#F5F6F7",
    raised="#FFFFFF",
    hover="#E3E6E9",
    pressed="#D2D7DC",
    hairline="#D5D9DE",
    edge="#AEB6BE",
    grid="#E8EBEE",
    text="#16191C",
    text2="#414952",
    text3="#59636D",
    text4="#98A1AA",
    accent="#5543CC",
    accent_fill="#5B49D6",
    accent_hover="#4F3EC6",
    accent_pressed="#4434AE",
    accent_tint="#E5E1FB",
    on_accent="#FFFFFF",
    focus="#5543CC",
    ok="#18743F",
    ok_tint="#E2F1E8",
    warn="#7D5800",
    warn_tint="#F8EFD6",
    error="#B92D26",
    error_tint="#FAE6E4",
    generator="#A34E00",
    generator_tint="#FBEBDB",
    critic="#0A66C2",
    critic_tint="#DFECF9",
    real="#16191C",
    iso_line="#145AAA",
    dim="#61282E36",
    categorical=(
        "#4D8AD9",
        "#CC6B88",
        "#7B9007",
        "#A52F0D",
        "#312592",
        "#8A47A6",
        "#6D0C4E",
        "#505F5C",
    ),
)
