"""Whether a window can be shown here, found out before Qt would abort the process."""

import ctypes
import importlib
import os
import sys
from pathlib import Path

_ELSEWHERE = "`ganstudio --help` lists what works without a window"
_INSTALL = 'run `pip install "PySide6-Essentials<6.12"`'


def problem() -> str:
    """One sentence that says why no window can be shown and what to do; empty if one can."""
    return _no_display() or _broken_qt()


def _no_display() -> str:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return f"There is no display to open a window on: log in to a desktop; {_ELSEWHERE}."
    return ""


def _broken_qt() -> str:
    try:
        qt = importlib.import_module("PySide6")
        core = importlib.import_module("PySide6.QtCore")
        importlib.import_module("PySide6.QtWidgets")
    except ModuleNotFoundError:
        return f"The studio's window needs PySide6: {_INSTALL}."
    except ImportError as error:
        return f"Qt cannot be loaded ({error}): install the missing library; {_ELSEWHERE}."
    unfit = unfit_version(sys.version_info[:2], qt.__version__)
    if unfit or not sys.platform.startswith("linux") or not _uses_x11():
        return unfit
    plugins = core.QLibraryInfo.path(core.QLibraryInfo.LibraryPath.PluginsPath)
    return _broken_x11(Path(plugins) / "platforms" / "libqxcb.so")


def unfit_version(python: tuple[int, ...], qt: str) -> str:
    """PySide6 6.12 loses a reference to True at every signal on Python 3.11 and aborts."""
    found = tuple(int(part) for part in qt.split(".")[:2] if part.isdigit())
    if python >= (3, 12) or found < (6, 12):
        return ""
    return f"PySide6 {qt} crashes on Python {python[0]}.{python[1]}: {_INSTALL}."


def _uses_x11() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return chosen.startswith("xcb") or not (chosen or os.environ.get("WAYLAND_DISPLAY"))


def _broken_x11(plugin: Path) -> str:
    """What Qt would abort over: a library its plugin lacks, or an X server that is not there."""
    try:
        ctypes.CDLL(str(plugin))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return f"Qt's X11 plugin cannot be loaded ({error}): install the missing library."
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    is_broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    if not is_broken:
        return ""
    return (
        f"The display {os.environ.get('DISPLAY')} cannot be reached:"
        f" check DISPLAY, or allow this user to connect; {_ELSEWHERE}."
    )
