"""The chapters as acts of the players: one module each, `tell(stage)`, through the rooms' doors only."""
