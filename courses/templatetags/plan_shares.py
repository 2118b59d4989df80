"""Shares of plans in lists."""

from django import template

from courses.plan_page import closed_share

register = template.Library()
register.filter("closed_bp", closed_share)
