"""Addresses of the feeds themselves: outside the languages, since calendars keep them."""

from django.urls import path

from . import feed_views

app_name = "feeds"
urlpatterns = [path("<slug:token>.ics", feed_views.feed, name="feed")]
