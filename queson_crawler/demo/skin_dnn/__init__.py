"""The demo portal as a DNN 5/6 site would show it."""

from queson_crawler.demo.skin_dnn.skin import DnnSkin

__all__ = ["DnnSkin"]
