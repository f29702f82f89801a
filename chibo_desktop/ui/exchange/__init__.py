"""The place of sending and receiving (gửi và nhận)."""

from chibo_desktop.ui.exchange.screen import ExchangeScreen

__all__ = ["ExchangeScreen"]
